import { InvalidArgumentError } from "commander";

/** A number from 1, as GitHub gives them to pull requests and runs. */
export function readNumber(value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value))
    throw new InvalidArgumentError("It is a number from 1.");
  return Number(value);
}
