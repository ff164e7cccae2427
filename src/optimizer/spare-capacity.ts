/** Capacity that background work may use without slowing requests; to be checked before each start. */
export abstract class SpareCapacity {
  /** 0 (every slot is taken, or event loop or memory are under pressure) to 1 (idle). */
  abstract get spareRatio(): number;
  /** While true, no background work starts, however long it has waited. */
  abstract get isStopped(): boolean;
}
