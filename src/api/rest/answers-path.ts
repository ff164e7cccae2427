/** Where questions are asked over REST. */
export const ANSWERS_PATH = '/v1/answers';
