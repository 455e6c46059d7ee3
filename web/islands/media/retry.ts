/** Calls again and again until told to stop, at growing distances with some chance in them. */

const FIRST_MS = 500;
const MOST_MS = 8000;

export class Retry {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = FIRST_MS;

  constructor(private readonly act: () => void) {}

  /** Act once more after a pause; asking twice does not act twice. */
  schedule(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.act();
    }, this.#pause * (0.75 + Math.random() / 2));
    this.#pause = Math.min(MOST_MS, this.#pause * 2);
  }

  /** It worked: the next failure is met at once again. */
  succeeded(): void {
    this.stop();
    this.#pause = FIRST_MS;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
