/**
 * How much of the service is free for work that nobody waits for.
 *
 * Ask it before starting anything of class `background`: foreground work is never to be slowed by it.
 */
export abstract class SpareCapacity {
  /** 0 (none: every slot is taken, or event loop or memory are under pressure) to 1 (idle). */
  abstract get spareRatio(): number;
  /** While true nothing is begun, however long it has waited: what it would take is needed to survive. */
  abstract get isStopped(): boolean;
}
