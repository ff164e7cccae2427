/**
 * A named event that lower layers publish and observers subscribe to.
 *
 * A subscriber that fails, now or later, disturbs neither the publisher nor the other subscribers: see {@link observe}.
 * Not on a `node:diagnostics_channel`: anything in the process can subscribe to one of those, and what it throws ends the
 * process.
 */
export class EventChannel<Message extends object> {
  readonly #subscribers = new Set<(message: Message) => void>();

  /** @param name `module:noun:verb`, for example `mcp:call:finished`. */
  constructor(readonly name: string) {}

  publish(message: Message): void {
    for (const subscriber of this.#subscribers) subscriber(message);
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: (message: Message) => unknown): () => void {
    const onMessage = (message: Message) => observe(this.name, () => listener(message));
    this.#subscribers.add(onMessage);
    return () => void this.#subscribers.delete(onMessage);
  }
}

/** Published when an observer has failed; it goes on observing. */
export const observerFailed = new EventChannel<{
  /** What it observes: the name of an event channel, or another name of this program. */
  readonly observed: string;
  readonly error: unknown;
}>('core:observer:failed');

/**
 * Runs what only observes: metrics, logs, reports, samples. Whatever it throws, at once or as a rejected promise, is
 * counted and logged, and ends nothing.
 *
 * @param observed Name of what it observes, of a closed set.
 */
export function observe(observed: string, run: () => unknown): void {
  const onError = (error: unknown) => {
    // An observer of failures that fails itself has no one left to tell.
    if (observed !== observerFailed.name) observerFailed.publish({ observed, error });
  };
  try {
    const result = run();
    if (result instanceof Promise) result.catch(onError);
  } catch (error) {
    onError(error);
  }
}
