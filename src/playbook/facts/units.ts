import type { DurationUnit, Period } from './facts.js';

const UNITS: readonly (readonly [unit: string, isPeople: boolean, words: string])[] = [
  [
    'engineers',
    true,
    'engineer engineers eng engs dev devs developer developers programmer programmers coder coders ingeniero ingenieros ingeniera ingenieras desarrolladores desarrollador ingenieur ingenieurs developpeur developpeurs entwickler entwicklern entwicklerinnen ingenieure',
  ],
  [
    'people',
    true,
    'people person persons persona personas personne personnes leute leuten mitarbeiter mitarbeitern kollegen kopfe folks heads headcount staff employees employee staffers colleagues teammates members member humans ftes fte seniors senior juniors junior salaries empleados employes collaborateurs gente',
  ],
  [
    'managers',
    true,
    'manager managers teamleiter teamleitern teamleads jefes chefs leads directors vps responsables fuhrungskrafte gerentes team-leads',
  ],
  ['designers', true, 'designer designers disenadores diseñadores'],
  [
    'contractors',
    true,
    'contractor contractors consultant consultants freelancer freelancers prestataire prestataires externe externen contratistas consultores temps',
  ],
  ['admins', true, 'admin admins administrators sysadmins sre sres'],
  ['agents', true, 'agent agents'],
  ['reps', true, 'rep reps salespeople sellers aes'],
  ['testers', true, 'tester testers qas'],
  ['analysts', true, 'analyst analysts pms recruiters recruiter interviewers interviewer nurses'],
  ['reports', true, 'reports report directs'],
  ['hires', true, 'hire hires recruits newcomers'],
  ['candidates', false, 'candidate candidates applicants candidatos candidats bewerber kandidaten'],
  ['teams', false, 'team teams squad squads equipo equipos equipe equipes mannschaften tribes'],
  [
    'services',
    false,
    'service services microservice microservices servicio servicios dienste servicen apps applications app systems systeme aplicaciones',
  ],
  [
    'customers',
    false,
    'customer customers client clients kunde kunden cliente clientes accounts account subscribers tenants tenant',
  ],
  ['users', false, 'user users usuario usuarios utilisateur utilisateurs nutzer benutzer readers patients drivers'],
  ['repositories', false, 'repo repos repository repositories repositorios depots'],
  ['tickets', false, 'ticket tickets tiquets incidencias'],
  ['pages', false, 'page pages alerts alert'],
  ['incidents', false, 'incident incidents outages outage incidentes'],
  ['bugs', false, 'bug bugs defects issues issue fehler'],
  ['seats', false, 'seat seats licence licences license licenses licencias lizenzen'],
  [
    'person-weeks',
    false,
    'engineer-weeks engineer-week person-weeks person-week dev-weeks developer-weeks man-weeks people-weeks team-weeks semaines-personnes semaines-homme semaines-hommes personas-semana semanas-persona personenwochen',
  ],
  [
    'person-months',
    false,
    'engineer-months engineer-month person-months person-month dev-months developer-months man-months people-months personenmonate mois-homme mois-personnes personas-mes meses-persona',
  ],
  [
    'person-days',
    false,
    'engineer-days engineer-day person-days person-day dev-days developer-days man-days people-days mandays personentage jours-hommes jours-personnes jours-homme personas-dia',
  ],
];
const UNIT_OF: ReadonlyMap<string, readonly [string, boolean]> = new Map(
  UNITS.flatMap(([unit, isPeople, words]) =>
    words.split(' ').map((word) => [word, [unit, isPeople] as const] as const),
  ),
);
export const unitOf = (word: string): readonly [string, boolean] | undefined => UNIT_OF.get(word);

const DURATIONS: ReadonlyMap<string, DurationUnit> = new Map(
  (
    [
      ['minute', 'minute minutes min mins minuten minutos'],
      ['hour', 'hour hours h hr hrs hora horas heure heures stunde stunden'],
      ['day', 'day days d dia dias jour jours tag tage tagen workdays'],
      ['week', 'week weeks wk wks semana semanas semaine semaines woche wochen'],
      ['month', 'month months mo mes meses mois monat monate monaten'],
      ['quarter', 'quarter quarters trimestre trimestres quartal quartale quartalen'],
      ['year', 'year years yr yrs ano anos an ans annee annees jahr jahre jahren'],
    ] as const
  ).flatMap(([unit, words]) => words.split(' ').map((word) => [word, unit] as const)),
);
/** `fortnight` and `sprint` are two weeks. */
export function durationUnit(word: string): readonly [unit: DurationUnit, factor: number] | undefined {
  if (/^(?:fortnights?|sprints?|quinzaine)$/.test(word)) return ['week', 2];
  const unit = DURATIONS.get(word);
  return unit === undefined ? undefined : [unit, 1];
}

const WEEKS: Readonly<Record<DurationUnit, number>> = {
  minute: 1 / 10_080,
  hour: 1 / 168,
  day: 1 / 7,
  week: 1,
  month: 365.25 / 12 / 7,
  quarter: 365.25 / 4 / 7,
  year: 365.25 / 7,
};
export const weeksOf = (amount: number, unit: DurationUnit): number =>
  unit === 'quarter' ? amount * 13 : unit === 'year' ? amount * 52 : amount * WEEKS[unit];

const PERIODS: ReadonlyMap<string, Period> = new Map(
  (
    [
      ['hour', 'hour hora heure stunde hr h'],
      ['day', 'day dia jour tag daily'],
      ['week', 'week semana semaine woche weekly wk sprint'],
      ['month', 'month mes mois monat monthly mo mensual mensuales pcm'],
      ['quarter', 'quarter trimestre quartal quarterly'],
      ['year', 'year ano an annee jahr annually yearly annum annual annuel yr pa'],
    ] as const
  ).flatMap(([unit, words]) => words.split(' ').map((word) => [word, unit] as const)),
);
export const periodOf = (word: string): Period | undefined => PERIODS.get(word);
/** What stands between an amount and its period. */
export const PER_WORD = /^(?:a|an|per|each|every|al|por|a la|par|pro|im|je|jede|jeden|\/|cada|the|l'|le|la)$/;

export const PERIODS_A_YEAR: Readonly<Record<Exclude<Period, 'once'>, number>> = {
  hour: 1_760,
  day: 220,
  week: 52,
  month: 12,
  quarter: 4,
  year: 1,
};
