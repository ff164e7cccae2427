import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

export interface PageProps {
  readonly title: string;
  /** One or two sentences under the title. */
  readonly intro?: ComponentChildren;
  /** Buttons beside the title. */
  readonly actions?: ComponentChildren;
  /** Whether the title is for the window and screen readers only. */
  readonly isTitleHidden?: boolean;
  /** `wide` for tables and plots, `reading` for text. */
  readonly width?: 'wide' | 'reading';
  readonly children: ComponentChildren;
}

/** From here on a title is set smaller, characters. */
const LONG_TITLE = 48;

/** The frame of a view: its title, which gets the focus on arrival, and its content. */
export function Page({ title, intro, actions, isTitleHidden = false, width = 'wide', children }: PageProps) {
  useTitle(title);
  return (
    <div class={`page page-${width}`}>
      <header class={isTitleHidden ? 'visually-hidden' : 'page-head'}>
        <div>
          <h1 tabIndex={-1} class={title.length > LONG_TITLE ? 'title-long' : ''}>
            {title}
          </h1>
          {intro === undefined ? null : <p class="page-intro">{intro}</p>}
        </div>
        {actions === undefined ? null : <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Names the window after what it shows. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title.length > 60 ? `${title.slice(0, 59)}…` : title} · ClaudeDirector`;
  }, [title]);
}
