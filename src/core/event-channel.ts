import diagnostics from 'node:diagnostics_channel';

/**
 * A named event that lower layers publish and observers subscribe to.
 *
 * Publishing to a channel without subscribers costs a property read. A throwing subscriber never reaches the publisher.
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
  subscribe(listener: (message: Message) => void): () => void {
    const onMessage = (message: unknown) => listener(message as Message);
    this.#channel.subscribe(onMessage);
    return () => {
      this.#channel.unsubscribe(onMessage);
    };
  }
}
