import { startAwsStandIn, type AwsStandIn, type Thing } from "@dinfra/aws-stand-in";
import { openWorkspace, type TestStack, type Workspace } from "./stack.js";

/** The stand-in for AWS, with a stack for each test of the file and nothing in the cloud when the test begins. */
export interface AwsWorld {
  readonly standIn: AwsStandIn;
  readonly workspace: Workspace;
  readonly stack: TestStack;
  all(type: string): Thing[];
  /** The only one of its type. */
  the(type: string): Thing;
  /** Destroys the stack, and expects the cloud to be empty. */
  leavesNothing(): Promise<void>;
}

/** To be called at the top of a test file. @param name of the stacks, which are numbered */
export function awsWorld(name: string): AwsWorld {
  let standIn: AwsStandIn;
  let workspace: Workspace;
  let stack: TestStack;
  let count = 0;

  beforeAll(async () => {
    standIn = await startAwsStandIn();
    workspace = await openWorkspace(standIn);
  });
  beforeEach(async () => {
    count += 1;
    stack = await workspace.open(`${name}-${count}`);
    standIn.cloud.things.clear();
    standIn.cloud.events.length = 0;
  });
  afterAll(() => {
    workspace.close();
    standIn.close();
  });

  const all = (type: string): Thing[] => standIn.cloud.all(type);
  return {
    get standIn() {
      return standIn;
    },
    get workspace() {
      return workspace;
    },
    get stack() {
      return stack;
    },
    all,
    the(type) {
      const found = all(type);
      if (found.length !== 1) throw new Error(`expected one ${type}, found ${found.length}`);
      return found[0]!;
    },
    async leavesNothing() {
      await stack.destroy();
      expect([...standIn.cloud.things.values()]).toEqual([]);
    },
  };
}
