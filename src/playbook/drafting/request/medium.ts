export type Medium = 'mail' | 'chat' | 'talk' | 'deck' | 'letter' | 'post';

const TALK =
  /\b(?:what i (?:say|tell)|ce que je (?:dis|vais dire|leur dis)|was ich (?:\w+ ){0,3}sage|lo que digo|script|words|talking points|speech|toast|say|tell (?:him|her|them)|talk|rede|guion|worte|mots|palabras|ansage)\b/;
const MEDIA: readonly (readonly [Medium, RegExp])[] = [
  ['deck', /\b(?:deck|slides?|pitch|presentation|folien)\b/],
  [
    'chat',
    /\b(?:slack\S*|teams (?:post|message)|chat|dm|channel|two-line|one-line|line message|text message|whatsapp)\b/,
  ],
  ['post', /\bintranet\b/],
  ['mail', /\b(?:e-?mails?|mails?|write to|write back|reply|response|correo|courriel|schreiben an|antwort)\b/],
  ['mail', /\b(?:say(?:ing)? no|no) to\b/],
  ['talk', TALK],
  ['letter', /\bcard\b/],
  ['post', /\b(?:post|announce|announcement|anuncio|annonce|ankundigung|blog|wiki)\b/],
  ['letter', /\b(?:letter|reference|recommendation|carta|lettre|brief|press release|statement|notice)\b/],
  ['chat', /\b(?:message|note|mensaje|nachricht|update)\b/],
];

export function mediumOf(ask: string): Medium {
  return MEDIA.find(([, pattern]) => pattern.test(ask))?.[0] ?? 'mail';
}
