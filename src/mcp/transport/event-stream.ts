import { LineSplitter } from './line-splitter.js';

/**
 * The data of server-sent events, whole. What else a stream may say (ids, times to wait, names of events) is not used.
 *
 * @param maxBytes A longer line ends the stream.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* eventsOf(body: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<string> {
  const lines = new LineSplitter(maxBytes);
  let data: string[] = [];
  for await (const chunk of body) {
    for (const ended of lines.push(chunk) ?? []) {
      const line = ended.endsWith('\r') ? ended.slice(0, -1) : ended;
      if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      else if (line === '' && data.length > 0) {
        yield data.join('\n');
        data = [];
      }
    }
  }
}
