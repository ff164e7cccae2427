/** One in so many is let in. */
const PROBE_EVERY = 64;

/**
 * Lets in one in 64 of the requests that would be refused for their deadline, to find out whether they would have missed it.
 *
 * A request may be looked at twice: at the door, and once it comes to admission, which must not refuse the one that the
 * door let pass. Which of those that come it is does not matter, so they are only counted.
 */
export class ShedProbes {
  #seemedDoomed = 0;
  /** Let pass at the door, and not seen at admission yet. */
  #underWay = 0;

  /** Whether the door lets one pass that seems bound to be late. */
  letsPass(): boolean {
    const isDue = this.#isDue();
    if (isDue) this.#underWay++;
    return isDue;
  }

  /** Whether admission lets one in that seems bound to be late. */
  letsIn(): boolean {
    if (this.#underWay === 0) return this.#isDue();
    this.#underWay--;
    return true;
  }

  #isDue(): boolean {
    return ++this.#seemedDoomed % PROBE_EVERY === 0;
  }
}
