import type { FactLanguage } from '../../facts/index.js';

/** Fixed sentences of a draft in one language. */
export interface DraftPhrases {
  readonly greetPerson: (name: string) => string;
  /** Of a person with a title. */
  readonly greetTitled: (name: string) => string;
  /** What a text to a group begins with that asks them to come. */
  readonly invitation: string;
  readonly greetUnknown: string;
  readonly greetAll: string;
  readonly greetCustomers: string;
  readonly greetFormal: string;
  readonly close: string;
  readonly closeFormal: string;
  readonly sender: string;
  readonly subject: string;
  readonly asks: string;
  readonly confirm: string;
  readonly final: string;
  readonly questions: string;
  /** The same to readers outside. */
  readonly reply: string;
  readonly sorry: string;
  readonly decision: string;
  /** To an applicant. */
  readonly declined: string;
  readonly titles: Readonly<Record<'mail' | 'chat' | 'talk' | 'deck' | 'letter' | 'post', string>>;
}

export const PHRASES: Readonly<Record<FactLanguage, DraftPhrases>> = {
  en: {
    greetPerson: (name) => `Hi ${name},`,
    greetTitled: (name) => `Dear ${name},`,
    invitation: 'Invitation',
    greetUnknown: 'Hi [name],',
    greetAll: 'Hi all,',
    greetCustomers: 'Dear customers,',
    greetFormal: 'Dear [name],',
    close: 'Best,',
    closeFormal: 'Kind regards,',
    sender: '[your name]',
    subject: 'Subject',
    asks: 'We ask for:',
    confirm: 'Please confirm this in writing.',
    final: 'The date is final and there will be no extension.',
    questions: 'Questions: reply here or come to me directly.',
    reply: 'Questions: just reply to this message.',
    sorry: 'I apologise',
    decision: 'The decision first',
    declined: 'We have decided for someone else.',
    titles: {
      mail: 'Mail',
      chat: 'Message',
      talk: 'Words for the talk',
      deck: 'Deck opening',
      letter: 'Letter',
      post: 'Announcement',
    },
  },
  es: {
    greetPerson: (name) => `Hola, ${name}:`,
    greetTitled: (name) => `${/^(?:Sra|Señora)/.test(name) ? 'Estimada' : 'Estimado'} ${name}:`,
    invitation: 'Invitación',
    greetUnknown: 'Hola, [nombre]:',
    greetAll: 'Hola a todos:',
    greetCustomers: 'Estimados clientes:',
    greetFormal: 'Estimado/a [nombre]:',
    close: 'Un saludo,',
    closeFormal: 'Atentamente,',
    sender: '[tu nombre]',
    subject: 'Asunto',
    asks: 'Pedimos:',
    confirm: 'Por favor, confírmenlo por escrito.',
    final: 'La fecha es definitiva y no habrá prórroga.',
    questions: 'Si hay preguntas, respondan a este mensaje.',
    reply: 'Si hay preguntas, respondan a este mensaje.',
    sorry: 'Pido disculpas',
    decision: 'Primero, la decisión',
    declined: 'Lamentamos decirle que esta vez no ha sido posible.',
    titles: {
      mail: 'Correo',
      chat: 'Mensaje',
      talk: 'Palabras para la conversación',
      deck: 'Apertura',
      letter: 'Carta',
      post: 'Anuncio',
    },
  },
  fr: {
    greetPerson: (name) => `Bonjour ${name},`,
    greetTitled: (name) => `${name.replace(/^Mme /, 'Madame ').replace(/^M /, 'Monsieur ')},`,
    invitation: 'Invitation',
    greetUnknown: 'Bonjour [nom],',
    greetAll: 'Bonjour à tous,',
    greetCustomers: 'Chers clients,',
    greetFormal: 'Madame, Monsieur,',
    close: 'Bien à vous,',
    closeFormal: 'Cordialement,',
    sender: '[votre nom]',
    subject: 'Objet',
    asks: 'Nous demandons :',
    confirm: 'Merci de nous le confirmer par écrit.',
    final: 'Cette date est définitive, aucun report ne sera accordé.',
    questions: 'Pour toute question, répondez à ce message.',
    reply: 'Pour toute question, répondez à ce message.',
    sorry: 'Je vous présente mes excuses',
    decision: "La décision d'abord",
    declined: 'Nous ne pouvons malheureusement pas retenir votre candidature.',
    titles: {
      mail: 'Courriel',
      chat: 'Message',
      talk: "Les mots pour l'entretien",
      deck: 'Ouverture',
      letter: 'Lettre',
      post: 'Annonce',
    },
  },
  de: {
    greetPerson: (name) => `Hallo ${name},`,
    greetTitled: (name) => `Sehr geehrte${name.startsWith('Herr') ? 'r' : ''} ${name},`,
    invitation: 'Einladung',
    greetUnknown: 'Hallo [Name],',
    greetAll: 'Hallo zusammen,',
    greetCustomers: 'Sehr geehrte Kundinnen und Kunden,',
    greetFormal: 'Sehr geehrte Damen und Herren,',
    close: 'Viele Grüße',
    closeFormal: 'Mit freundlichen Grüßen',
    sender: '[Name]',
    subject: 'Betreff',
    asks: 'Wir erwarten:',
    confirm: 'Bitte bestätigen Sie das schriftlich.',
    final: 'Der Termin steht fest, eine Verlängerung gibt es nicht.',
    questions: 'Fragen bitte direkt an mich oder als Antwort hier.',
    reply: 'Bei Fragen antworten Sie einfach auf diese Nachricht.',
    sorry: 'Ich bitte um Entschuldigung',
    decision: 'Zuerst die Entscheidung',
    declined: 'Leider können wir Ihnen diese Stelle nicht anbieten.',
    titles: {
      mail: 'Mail',
      chat: 'Nachricht',
      talk: 'Worte für das Gespräch',
      deck: 'Einstieg',
      letter: 'Schreiben',
      post: 'Ankündigung',
    },
  },
};
