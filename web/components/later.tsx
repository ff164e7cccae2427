import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

/** A window that is not visible draws no frames; it does not wait for them, milliseconds. */
const HIDDEN_FRAME_MS = 60;

/** Draws its content some frames later, so that a long page appears in several short tasks. */
export function Later({ frames, children }: { readonly frames: number; readonly children: ComponentChildren }) {
  const left = useSignal(frames);
  useEffect(() => {
    if (left.value === 0) return undefined;
    const next = () => {
      cancel();
      left.value--;
    };
    const frame = requestAnimationFrame(next);
    const timer = setTimeout(next, HIDDEN_FRAME_MS);
    const cancel = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
    return cancel;
  }, [left.value]);
  return left.value === 0 ? <>{children}</> : null;
}
