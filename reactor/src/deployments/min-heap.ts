/** Values by a number, the least first. Adding one and taking the least cost the logarithm of how many there are. */
export class MinHeap<T> {
  private readonly entries: { key: number; value: T }[] = [];

  get size(): number {
    return this.entries.length;
  }

  add(key: number, value: T): void {
    const { entries } = this;
    let at = entries.push({ key, value }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (entries[parent]!.key <= entries[at]!.key) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  least(): { key: number; value: T } | undefined {
    return this.entries[0];
  }

  takeLeast(): { key: number; value: T } | undefined {
    const { entries } = this;
    const [least] = entries;
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return least;
    entries[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let next = at;
      if (left < entries.length && entries[left]!.key < entries[next]!.key) next = left;
      if (right < entries.length && entries[right]!.key < entries[next]!.key) next = right;
      if (next === at) return least;
      this.swap(at, next);
      at = next;
    }
  }

  private swap(a: number, b: number): void {
    [this.entries[a], this.entries[b]] = [this.entries[b]!, this.entries[a]!];
  }
}
