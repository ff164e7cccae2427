import type { EventLoopMonitor, PressureActions } from '../memory/index.js';

/** The pressure step that admission follows; a stalled event loop rejects patient classes, as memory pressure does. */
export function admissionStep(
  actions: Pick<PressureActions, 'isActive'>,
  eventLoop: Pick<EventLoopMonitor, 'isStalled'>,
): 'background' | 'classes' | 'refusal' | undefined {
  if (actions.isActive('refusal')) return 'refusal';
  if (actions.isActive('classes') || eventLoop.isStalled) return 'classes';
  return actions.isActive('background') ? 'background' : undefined;
}
