import { plain } from '../../facts/index.js';
import { noticeClaim } from './notice-claim.js';
import type { DraftRequest } from '../request/draft-request.js';

/** What a text is for; decides its order, its opening and its end. */
export type Purpose =
  | 'broken-promise'
  | 'refusal'
  | 'complaint'
  | 'apology'
  | 'sunset'
  | 'incident'
  | 'delay'
  | 'request'
  | 'praise'
  | 'reference'
  | 'farewell'
  | 'invitation'
  | 'speech'
  | 'condolence'
  | 'announcement';

const BY_ASK: readonly (readonly [Purpose, RegExp])[] = [
  ['speech', /\b(?:speech|toast|laudatio|eulogy|discours|discurso|rede)\b/],
  ['announcement', /\b(?:status (?:mail|report)|job (?:ad|advert|posting)|charter|adr)\b/],
  ['reference', /\b(?:reference|recommendation|referencia|recomendacion)\b/],
  [
    'farewell',
    /\b(?:resignation|farewell|goodbye|leaving (?:mail|message|speech)|last day|despedida|adieu|abschied\w*)\b/,
  ],
  ['invitation', /\b(?:invitation|invite|invitacion|einladung)\b/],
  ['apology', /\b(?:apolog\w+|sorry|disculpa\w*|excuses|entschuldigung)\b/],
  ['complaint', /\b(?:complaint|complain|claim|dispute|queja|reclamacion|reclamation|beschwerde|mahnung)\b/],
  [
    'refusal',
    /\b(?:reject\w*|refus\w*|declin\w*|turn(?:ing)? (?:him|her|them|it) down|absage|rechazo|refus|say(?:ing)? no|(?:polite|friendly|kind|firm|clear|short|nice|soft|but \w+|yet \w+) no(?= to)|dire non|nein sagen|decir que no|refuser)\b/,
  ],
  [
    'praise',
    /\b(?:praise|thank[- ]?you|thanks|kudos|appreciation|congratulat\w+|toast|gracias|remerciement\w*|dank)\b/,
  ],
  ['incident', /\b(?:incident update|status update|outage|post-?mortem|incidencia|incident)\b/],
];
const DEATH =
  /\b(?:died|passed away|funeral|condolences?|gestorben|verstorben|beerdigung|fallecio|fallecid[oa]|funeral|decede\w*|obseques)\b/;
const BROKEN =
  /\bi (?:have |had |'ve |'d )?promised\b|\bi told (?:him|her|them) (?:he|she|they)(?:'d| would| could)\b|\bi gave (?:him|her|them) my word\b|\bprometi\b|\bj'avais promis\b|\bhabe .{1,40}versprochen\b/;
const REFUSED =
  /\b(?:doesn't get|don't get|won't get|will not get|isn't getting|not getting|didn't get|can't have|rejected|not selected|turned down|didn't make it|not been (?:selected|approved|chosen)|chose (?:another|someone)|went with (?:another|someone)|no (?:raise|promotion|bonus) (?:this|for)|not (?:be )?promoted|isn't promoted|denied|we(?:'re| are)(?: not| n't)? (?:declining|going ahead without)|we (?:can't|cannot|won't) (?:offer|renew|hire|extend|sponsor|approve|accept|do)|is(?:n't| not) approved|bekommt (?:nicht|keine\w*)|no recibe|n'aura pas|n'obtient pas|not moving forward)\b/;
const SUNSET =
  /\b(?:switched off|shut ?down|shutting down|sunset\w*|retire[ds]?|end of life|discontinu\w+|deprecat\w+|turned off|decommission\w*|abgeschaltet|se apaga|arrete|ends? support|no longer supported)\b/;
const CLAIM =
  /\b(?:credits?|refund|without penalty|root cause|below target|sla|breach|overcharged|billed|invoice is wrong|compensation)\b/;
const OUTAGE =
  /\b(?:outage|is down|are down|was down|were down|incident|unavailable|data loss|degraded|errors since|can't log in|root cause)\b/;
const DELAY =
  /\b(?:moves? from|moved to|postpone\w*|delay\w*|slips?|slipped|later than|pushed (?:to|back)|not (?:be )?ready|behind schedule|won't make)\b/;
const WANT = /\b(?:i|we) (?:want|need|expect|demand|ask for|request|would like|are asking)\b/;

export function purposeOf(request: DraftRequest): Purpose {
  const content = plain(request.content.join(' '));
  if (DEATH.test(content)) return 'condolence';
  if (request.language === 'en' && (BROKEN.test(content) || BROKEN.test(request.ask))) return 'broken-promise';
  const asked = BY_ASK.find(([, pattern]) => pattern.test(request.ask))?.[0];
  if (asked !== undefined) return asked;
  if (REFUSED.test(content) && !/\bhiring freeze\b/.test(content)) return 'refusal';
  const isVendor =
    /\b(?:vendor|provider|supplier|account manager|landlord|airline|agency|proveedor|fournisseur|anbieter|dienstleister|lieferant\w*)\b/.test(
      plain(request.recipient),
    );
  if (isVendor && (CLAIM.test(content) || noticeClaim(request) !== undefined || WANT.test(content))) return 'complaint';
  if (SUNSET.test(content)) return 'sunset';
  const isUpward =
    request.medium === 'deck' ||
    /\b(?:cfo|ceo|cto|coo|board|exec\w*|boss|director|vp|finance|management|steering)\b/.test(plain(request.recipient));
  if (isUpward && WANT.test(content)) return 'request';
  if (OUTAGE.test(content)) return 'incident';
  if (DELAY.test(content)) return 'delay';
  if (WANT.test(content) && request.content.length > 1 && isUpward) return 'request';
  return 'announcement';
}
