import type { FactLanguage } from '../facts/index.js';

/** Fixed sentences of a draft in one language. */
export interface DraftPhrases {
  readonly greetPerson: (name: string) => string;
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
  readonly sorry: string;
  readonly decision: string;
  readonly titles: Readonly<Record<'mail' | 'chat' | 'talk' | 'deck' | 'letter' | 'post', string>>;
}

export const PHRASES: Readonly<Record<FactLanguage, DraftPhrases>> = {
  en: {
    greetPerson: (name) => `Hi ${name},`,
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
    sorry: 'I apologise',
    decision: 'The decision first',
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
    sorry: 'Pido disculpas',
    decision: 'Primero, la decisión',
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
    sorry: 'Je vous présente mes excuses',
    decision: "La décision d'abord",
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
    sorry: 'Ich bitte um Entschuldigung',
    decision: 'Zuerst die Entscheidung',
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
