import { Observable, type MonoTypeOperatorFunction } from 'rxjs';

/** After how long a browser connects again, to another replica: milliseconds. */
const RECONNECT_MS = 1_000;

/** An event as server-sent events carry it. */
interface StreamEvent {
  data?: string | object;
  id?: string;
  type?: string;
  retry?: number;
}

/** Ends a stream with an event `closing` when the service is about to close its connections. */
export function untilFarewell(farewell: AbortSignal): MonoTypeOperatorFunction<StreamEvent> {
  return (source) =>
    new Observable((subscriber) => {
      const onFarewell = () => {
        subscriber.next({ type: 'closing', data: { reason: 'draining' }, retry: RECONNECT_MS });
        subscriber.complete();
      };
      if (farewell.aborted) {
        onFarewell();
        return undefined;
      }
      farewell.addEventListener('abort', onFarewell, { once: true });
      subscriber.add(() => farewell.removeEventListener('abort', onFarewell));
      return source.subscribe(subscriber);
    });
}
