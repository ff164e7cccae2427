import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { announce } from './toasts.js';

export interface CopyButtonProps {
  /** What is copied; a function is called when it is pressed. */
  readonly text: string | (() => string);
  readonly label?: string;
  /** What screen readers say instead of the label, where several stand on a page. */
  readonly name?: string;
  readonly class?: string;
}

/** Copies a text, and says that it did. */
export function CopyButton({ text, label = 'Copy', name, class: className = 'button-quiet' }: CopyButtonProps) {
  const isCopied = useSignal(false);
  useEffect(() => {
    if (!isCopied.value) return undefined;
    const timer = setTimeout(() => (isCopied.value = false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied.value]);
  const copy = async () => {
    isCopied.value = await copyText(typeof text === 'string' ? text : text());
    announce(isCopied.value ? 'Copied' : 'The browser did not allow copying; select the text instead.');
  };
  return (
    <button type="button" class={className} aria-label={name} onClick={() => void copy()}>
      {isCopied.value ? 'Copied' : label}
    </button>
  );
}

/** @returns whether the browser allowed it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** For pages over plain HTTP, where there is no clipboard to write to. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  return isDone;
}
