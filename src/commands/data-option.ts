import { Option } from 'commander'

/** `--data`; a connection string has a password, and comes better by the environment. */
export const dataOption = (description: string) =>
  new Option('--data <file>', description).env('PAYERSIM_DATA').default('payersim.db')
