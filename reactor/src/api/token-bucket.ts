/** So many requests at once, and so many more each second. */
export class TokenBucket {
  private left: number;
  private at: number;

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
    private readonly elapsed: () => number = () => performance.now(),
  ) {
    this.left = burst;
    this.at = elapsed();
  }

  /** Whether one more may come now. */
  take(): boolean {
    const now = this.elapsed();
    this.left = Math.min(this.burst, this.left + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  /** Nothing was taken for so long that it is as a new one. */
  get full(): boolean {
    return this.left + ((this.elapsed() - this.at) / 1000) * this.perSecond >= this.burst;
  }

  /** Seconds until one more may come. */
  get wait(): number {
    return Math.max(1, Math.ceil((1 - this.left) / this.perSecond));
  }
}
