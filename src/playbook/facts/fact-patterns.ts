export const CURRENCY_BEFORE = /^(?:\$|€|£|us\$|chf|eur|usd|gbp)$/;
export const CURRENCY_BEHIND: Readonly<Record<string, string>> = {
  '€': '€',
  $: '$',
  '£': '£',
  eur: '€',
  euro: '€',
  euros: '€',
  usd: '$',
  dollar: '$',
  dollars: '$',
  dolares: '$',
  pounds: '£',
  quid: '£',
  gbp: '£',
  chf: 'CHF',
  francs: 'CHF',
  franken: 'CHF',
};
export const NOT_COUNTED =
  /^(?:of|in|on|at|to|a|an|and|or|is|are|was|were|with|by|for|from|the|each|per|more|less|other|than|against|but|so|we|i|it|that|this|when|if|as|have|has|had|will|can|left|out|off|over|under|about|de|del|y|o|en|por|et|ou|sur|par|und|oder|von|im|am|pro|not|down|up|yoy|now|then|they|he|she|you|again|still|every|times|would|could|already|only|behind|ahead|late|since|until|because|where|which|while|net|gross|today|before|after|months?|years?)$/;
export const OF_THEM = /^(?:them|those|these|which|ellos|ellas|eux|ihnen|denen)$/;
export const MONEY_CONTEXT =
  /\b(?:bank|cash|burn\w*|budget|bill|costs?|costing|spend\w*|paid|pay\w*|price\w*|salar\w+|revenue|arr|mrr|raise[ds]?|funding|offer\w*|fee|fees|invoice|contract|quote[ds]?|saves?|saving\w*|credits?|worth|refund\w*|charge[ds]?|rent|licen[cs]e|income|profit|loss\w*|base|bonus|comp|package|pipeline|deal|day rate|rate|cuesta\w*|coste?|paga\w*|presupuesto|factura|sueldo|salario|cout\w*|coute\w*|paye\w*|facture|tresorerie|kostet?n?|kosten|zahlen|gehalt|rechnung|budgets?|kasse|konto|renewal|hires?|run(?:way)?|build|asks? for|value|signs? for|at)\b/;
export const PAST_DURATION =
  /(?:(?:since|past|(?:the|over|these|in the|for the) (?:last|past)|hace|depuis|il y a|seit|vor|llevamos|lleva|letzten|derniers?|ultimos?|desde hace)|(?:been|has|have|had|was|were|is|untouched|open|running|vacant|here|worked|working)[^,;]*for(?: about| over| nearly| almost| more than)?)$/;
export const REMAINING =
  /\b(?:left|remaining|to go|from now|until|runs? out|ends? in|expires? in|within|due|deadline|in the next|we have|quedan|dans|restent|il reste|noch|in)\b/;

export const TODAY_LEAD =
  /\b(?:today is|today's|today|it's now|now|we're in|we are now in|nous sommes(?: en| a la)?|on est en|wir sind im|jetzt|it's|it is|its|now is|we're at|from now ,|from now|we are in|hoy es|estamos a|estamos en|es|on est le|nous sommes le|heute ist(?: der)?|es ist(?: der)?|heute|wir haben(?: den)?|as of)(?: the)?$/;
