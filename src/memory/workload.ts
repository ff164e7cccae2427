/** What the process has to do, as far as tidying up must know; higher modules say so. */
export class Workload {
  /** Answered since the start. */
  requests = 0;
  /** Being answered now. */
  open: () => number = () => 0;
}
