/** Bounds of durations in seconds, dense around the deadlines of the classes (0.1, 0.5, 2 and 3 s). */
export const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 3, 5, 10] as const;
