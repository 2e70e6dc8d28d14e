import { createInterface } from 'node:readline';
import type { Json } from '../../api/execution.ts';
import type { FunctionArgument, KontinueFunction } from '../../api/function.ts';
import { sanitize } from '../../text/sanitize.ts';
import { span } from '../../text/span.ts';
import type { Paint } from '../paint.ts';
import { type Arguments, defaultOf, readArgument, typedText } from './argument.ts';

/** The terminal of the user. */
export interface Asked {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly paint: Paint;
  /** Converts the text of a question for the terminal: see `--ascii`. */
  readonly drawn: (text: string) => string;
}

/**
 * Asks for each argument that a function publishes and that is not given yet. An empty answer takes
 * the default, or leaves out an optional argument. Undefined if the user left with ctrl-c or
 * ctrl-d.
 */
export async function askArguments(
  fn: KontinueFunction,
  given: Arguments,
  { input, output, paint, drawn }: Asked,
): Promise<Arguments | undefined> {
  const lines = createInterface({ input, output, terminal: true, historySize: 0 });
  // It keeps lines that come early, such as a paste of several.
  const typedLines = lines[Symbol.asyncIterator]();
  let isClosed = false;
  lines.once('close', () => {
    isClosed = true;
  });
  lines.on('SIGINT', () => lines.close());
  const ask = async (question: string): Promise<string | undefined> => {
    lines.setPrompt(question);
    if (!isClosed) lines.prompt();
    const next = await typedLines.next();
    return next.done ? undefined : next.value;
  };
  try {
    output.write(drawn(heading(fn, paint)));
    const answers: Record<string, Json> = { ...given };
    for (const argument of fn.spec.arguments ?? []) {
      if (argument.name in given) continue;
      output.write(drawn(`${describeArgument(argument, paint)}\n`));
      for (;;) {
        const text = await ask(drawn(prompt(argument, fn, paint)));
        if (text === undefined) {
          output.write('\n');
          return undefined;
        }
        const answer = answerTo(argument, fn, text);
        if ('value' in answer) {
          if (answer.value !== undefined) answers[argument.name] = answer.value;
          break;
        }
        output.write(`  ${paint(span(answer.problem, 'bad'))}\n`);
      }
    }
    return answers;
  } finally {
    lines.close();
  }
}

type Answer = { readonly value: Json | undefined } | { readonly problem: string };

/** Reads a line as the answer to the question for an argument. */
export function answerTo(argument: FunctionArgument, fn: KontinueFunction, text: string): Answer {
  if (text.trim() === '') {
    const value = defaultOf(argument, fn);
    return value === undefined && argument.required ? { problem: 'it is required' } : { value };
  }
  const reading = readArgument(text, argument.type);
  return 'value' in reading ? reading : { problem: `${sanitize(text)} is ${reading.problem}` };
}

function heading({ metadata, spec }: KontinueFunction, paint: Paint): string {
  const name = paint(span(sanitize(spec.name ?? metadata.name), 'strong'));
  const description = spec.description ? `: ${sanitize(spec.description)}` : '';
  const none = spec.arguments?.length ? '' : ' It is published without arguments.';
  return `${name}${description}${none}\n`;
}

function describeArgument(
  { name, type, required, description }: FunctionArgument,
  paint: Paint,
): string {
  const facts = [type, required ? 'required' : 'optional'].filter(Boolean).join(', ');
  const tail = description ? `  ${sanitize(description)}` : '';
  return `${paint(span(sanitize(name), 'strong'))} ${paint(span(sanitize(`(${facts})`), 'muted'))}${tail}`;
}

function prompt(argument: FunctionArgument, fn: KontinueFunction, paint: Paint): string {
  const value = defaultOf(argument, fn);
  return value === undefined
    ? '  > '
    : `  ${paint(span(sanitize(`[${typedText(value)}]`), 'muted'))} > `;
}
