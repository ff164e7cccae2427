import { asSentence, lowerFirst } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import { brokenPromise } from './broken-promise.js';
import type { ReadContent } from './draft-content.js';
import type { DraftPhrases } from './draft-phrases.js';
import type { Purpose } from './draft-purpose.js';
import { invitation, speech } from './occasions.js';
import { overchargeAsk } from './overcharge.js';
import { refusal } from './refusal.js';
import { regret, timed } from './past-incident.js';
import { asItem, grouped, NUMBER_NAMES, requested, wishes } from './wishes.js';

/** What a text says between greeting and closing, in the order of its purpose. */
export function paragraphsOf(
  request: DraftRequest,
  purpose: Purpose,
  content: ReadContent,
  phrases: DraftPhrases,
): string[] {
  const { sentences, asks } = content;
  const [first = '', ...rest] = sentences;
  const english = request.language === 'en';
  const { consequences } = content;
  switch (purpose) {
    case 'broken-promise':
      return brokenPromise(request, content);
    case 'refusal':
      return [...refusal(request, sentences, phrases), ...wishes(asks, phrases, english), ...consequences];
    case 'complaint': {
      const putRight = asks.length === 0 && english ? overchargeAsk(request) : undefined;
      if (putRight !== undefined) return [...grouped(sentences), putRight];
      const [ask] = asks;
      const self =
        english && /\bI\b/.test(request.content.join(' ')) && !/\b(?:we|our|us)\b/i.test(request.content.join(' '));
      const one =
        ask === undefined
          ? []
          : [english ? asSentence(`${self ? 'I' : 'We'} ask for ${asItem(ask)}`) : `${phrases.asks} ${asItem(ask)}`];
      const many = [
        [self ? 'I ask for:' : phrases.asks, ...asks.map((item, at) => `${at + 1}. ${asItem(item)}`)].join('\n'),
      ];
      const confirm =
        asks.length > 1 && english
          ? `Please confirm ${asks.length === 2 ? 'both' : `all ${NUMBER_NAMES[asks.length] ?? asks.length}`} in writing.`
          : phrases.confirm;
      return [...grouped(sentences), ...(asks.length > 1 ? many : one), ...consequences, confirm];
    }
    case 'apology':
      return [
        english
          ? `${/\b(?:we|our)\b/i.test(first) ? "We're" : "I'm"} sorry: ${lowerFirst(first)}`
          : `${phrases.sorry}: ${lowerFirst(first)}`,
        rest.join(' '),
        ...wishes(asks, phrases, english),
      ];
    case 'sunset':
      return [
        ...grouped(sentences),
        ...(request.style.isFirm ? [phrases.final] : []),
        ...wishes(asks, phrases, english),
        ...(request.style.isWarm && english
          ? ['If you get stuck on the way, reply to this mail and we will help.']
          : []),
      ];
    case 'request': {
      const asking = asks.length === 0 ? [] : [requested(asks, phrases, english)];
      // Bad news and what is said aloud come before what is asked for.
      const isLater =
        request.medium === 'talk' || /\b(?:won't|can't|cannot|miss(?:ed)?|late|behind|failed)\b/i.test(first);
      return isLater
        ? [
            first,
            rest.join(' '),
            ...asks.map((one) => asSentence(`I need ${lowerFirst(asItem(one))}`)),
            ...consequences,
          ]
        : [...asking, ...grouped(sentences), ...consequences];
    }
    case 'invitation':
      return invitation(request, sentences, phrases);
    case 'speech':
      return speech(request, sentences);
    case 'condolence':
      return [english ? `I have very sad news. ${first}` : first, ...grouped(rest)];
    case 'praise':
      return [
        english ? `${/congrat/.test(request.ask) ? 'Congratulations' : 'Thank you'}: ${lowerFirst(first)}` : first,
        rest.join(' '),
      ];
    case 'incident':
      return /\bstatus\b/.test(request.ask) && english
        ? [
            [
              ...sentences,
              ...asks.map((one) => `Decision needed: ${one.replace(/^(?:a |your )?decision (?:on )?/i, '')}`),
            ]
              .map((one) => `- ${one.replace(/\.$/, '')}`)
              .join('\n'),
          ]
        : [
            ...grouped(english ? timed(sentences) : sentences),
            ...(english ? regret(request) : []),
            ...wishes(asks, phrases, english),
          ];
    case 'farewell':
      return [...(/resign/.test(request.ask) && english ? ['I resign from my position.'] : []), ...grouped(sentences)];
    default:
      return [...grouped(sentences), ...wishes(asks, phrases, english)];
  }
}
