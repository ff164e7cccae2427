/** A reply in the form that models are asked for. */
export const WRITTEN_BRIEF = `## Diagnosis
The squads do not wait because the infra group is slow; they wait because every deploy needs somebody else to act. The assumption that decides the matter is that a deploy must be reviewed by that group at all.

## Options
1. **Give the squads a paved road.** They deploy alone through a pipeline the infra group owns; it costs that group a quarter of its roadmap.
2. **Put one infra engineer into each squad.** Waiting ends at once; the shared standards drift within a year.

## Recommendation
Take the paved road and begin with the most frequent kind of deploy. It changes what the infra group is for: it sells a road and stops being a gate.

## Actions
- this week | List every kind of deploy with its waiting time | share of the elapsed time that is waiting
- within a month | Let one squad deploy the most frequent kind alone | deploys of that kind that still need a ticket
- within the quarter | Offer the same road to the other squads | squads that joined without being told

## Challenge
You say the squads wait for every deploy. Which of those deploys has ever been stopped by the review, and what would have happened without it?

## What would change this
If most of the delay turns out to be work and not waiting, staff the infra group first.`;

/** A paragraph in the form that supporting personas are asked for. */
export const WRITTEN_CONTRIBUTION =
  'The pipeline is an interface before it is a tool. I would agree once its contract is written down: what a squad may deploy alone, what stops a deploy automatically, and how it is undone within minutes. Without that the paved road becomes another place where people ask, with the difference that nobody answers the ticket.';
