import { statSync } from "node:fs";
import { join } from "node:path";
import { command, LabError } from "./command.js";

/**
 * A data disk: a backing file, and a loop device while a machine has it. Its id stays, as a volume's does on a cloud; a
 * machine finds it at `path` and nowhere else.
 */
export class Disk {
  /** "/dev/loop3" while it is attached. */
  device: string | undefined;

  constructor(
    readonly id: string,
    readonly file: string,
    private readonly folder: string,
  ) {}

  get path(): string {
    return `/dev/disk/by-id/virtio-${this.id}`;
  }

  get sizeMiB(): number {
    return statSync(this.file).size / 1024 / 1024;
  }

  /** "7:3" */
  get number(): string {
    return `7:${this.device!.slice("/dev/loop".length)}`;
  }

  async attach(): Promise<void> {
    if (this.device !== undefined) {
      throw new LabError(
        "LAB_DISK_ATTACHED",
        `expected disk ${this.id} to be free, found it at ${this.device}: detach it`,
      );
    }
    this.device = await command("losetup", ["--find", "--show", this.file]);
  }

  async detach(): Promise<void> {
    if (this.device === undefined) return;
    await command("losetup", ["--detach", this.device]);
    this.device = undefined;
  }

  /** Larger from now on, also for a machine that has it at this moment. */
  async grow(sizeMiB: number): Promise<void> {
    if (sizeMiB < this.sizeMiB) {
      throw new LabError(
        "LAB_DISK_SHRINKS",
        `expected at least ${this.sizeMiB} MiB for disk ${this.id}, found ${sizeMiB}`,
      );
    }
    await command("truncate", ["--size", `${sizeMiB}M`, this.file]);
    if (this.device !== undefined) await command("losetup", ["--set-capacity", this.device]);
  }

  /** Puts what the backing file holds at this moment in its place: what has not reached it is lost, as when power fails. */
  async keepWhatIsWritten(): Promise<void> {
    const copy = `${this.file}.cut`;
    await command("cp", ["--sparse=always", "--reflink=auto", this.file, copy]);
    this.cut = copy;
  }
  private cut: string | undefined;

  /** After the machine is gone: from now on the disk is the copy. */
  async becomeTheCopy(): Promise<void> {
    if (this.cut === undefined) return;
    await command("mv", [this.cut, this.file]);
    this.cut = undefined;
  }

  /** Another disk with the same contents, as a volume made from a snapshot is. */
  async copy(id: string): Promise<Disk> {
    const file = join(this.folder, `${id}.img`);
    await command("cp", ["--sparse=always", "--reflink=auto", this.file, file]);
    return new Disk(id, file, this.folder);
  }
}

export async function makeDisk(folder: string, id: string, sizeMiB: number): Promise<Disk> {
  if (!/^[A-Za-z0-9._-]{1,20}$/.test(id)) {
    throw new LabError("LAB_DISK_ID", `expected a disk id of 1 to 20 letters, digits, ".", "_" or "-", found "${id}"`);
  }
  const file = join(folder, `${id}.img`);
  await command("truncate", ["--size", `${sizeMiB}M`, file]);
  return new Disk(id, file, folder);
}
