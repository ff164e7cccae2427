import type { BriefContribution } from '../brief/brief.js';
import type { AdviceCase } from '../cases/index.js';
import { mediatorOf, type Persona } from '../../personas/index.js';
import { closed, capitalized } from './parts.js';

/** Whose objections a persona speaks to. */
const CONCERNS: Readonly<Record<string, RegExp>> = {
  diego: /manager|lead|engineering|vp\b/i,
  camille: /ceo|board|exec|chair|founder/i,
  rachel: /design|user|ux|research/i,
  alvaro: /product|sales|customer|market|revenue/i,
  martin: /architect|engineer|developer|tech|senior|staff/i,
  marcus: /team|people|hr\b|colleague|union|person/i,
  david: /cfo|finance|budget|controller/i,
  sofia: /vendor|supplier|procurement|provider|partner/i,
  elena: /legal|compliance|audit|regulat|privacy|works council|counsel/i,
  berny: /data scientist|ml\b|model|ai\b/i,
  delbert: /data|analyst/i,
  security: /security|ciso|attack/i,
};

/**
 * What each supporting persona adds, from parts of the case that the lead did not use: its own remark, the objection of
 * its field, a mistake, a question. A persona with nothing to add gets the next part in that order.
 */
export function supportingViews(found: AdviceCase, personas: readonly Persona[]): BriefContribution[] {
  const objections = [...found.objections];
  const rest = [...found.mistakes.slice(1), ...found.questions];
  return personas.slice(0, 3).map(({ id }) => {
    const own = found.second.find(({ persona }) => persona === id);
    if (own !== undefined) return { persona: id, text: own.says };
    const concern = CONCERNS[id];
    const at = objections.findIndex(({ who }) => concern?.test(who) === true);
    const [objection] = objections.splice(at < 0 ? 0 : at, at < 0 ? 0 : 1);
    if (objection !== undefined) {
      const { who, says, reply } = objection;
      return { persona: id, text: `${capitalized(who)} will say: “${says}” ${reply}` };
    }
    const next = rest.shift() ?? objections.shift()?.reply ?? found.refused;
    return { persona: id, text: closed(next) };
  });
}

/** Whether a persona has something of its own to add to a case: a remark, or the objection of its field. */
export function hasView(found: AdviceCase, persona: string): boolean {
  return (
    found.second.some((one) => one.persona === persona) ||
    found.objections.some(({ who }) => CONCERNS[persona]?.test(who) === true)
  );
}

/** One attributed paragraph per supporting persona. */
export function crossFunctional(views: readonly BriefContribution[], personas: readonly Persona[]): string {
  if (views.length === 0) return '';
  const paragraphs = views.map(({ persona, text }) => {
    const speaker = personas.find(({ id }) => id === persona);
    return `**${speaker?.emoji ?? ''} ${speaker?.name ?? persona}.** ${text}`;
  });
  return `🤝 **Cross-Functional Analysis**\n\n${paragraphs.join('\n\n')}`;
}

/** Who settles a conflict between personas whose interests are known to clash. */
export function mediation(personas: readonly Persona[]): string {
  for (const [at, one] of personas.entries()) {
    for (const other of personas.slice(at + 1)) {
      const mediator = mediatorOf(one.id, other.id);
      if (mediator !== undefined) return `If ${one.name} and ${other.name} differ, ${mediator.name} settles it.`;
    }
  }
  return '';
}
