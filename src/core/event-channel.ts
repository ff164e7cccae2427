import diagnostics from 'node:diagnostics_channel';

/**
 * A named event that lower layers publish and observers subscribe to.
 *
 * Publishing to a channel without subscribers costs a property read. A subscriber that fails, now or later, disturbs
 * neither the publisher nor the other subscribers: see {@link observe}.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
export class EventChannel<Message extends object> {
  readonly #channel: diagnostics.Channel;

  /** @param name `module:noun:verb`, for example `mcp:call:finished`. */
  constructor(readonly name: string) {
    this.#channel = diagnostics.channel(`claude-director:${name}`);
  }

  publish(message: Message): void {
    if (this.#channel.hasSubscribers) this.#channel.publish(message);
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: (message: Message) => unknown): () => void {
    // Node turns what a subscriber throws into an uncaught exception, which would end the process.
    const onMessage = (message: unknown) => observe(this.name, () => listener(message as Message));
    this.#channel.subscribe(onMessage);
    return () => {
      this.#channel.unsubscribe(onMessage);
    };
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
