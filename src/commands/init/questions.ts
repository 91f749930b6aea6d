import { createInterface } from 'node:readline'
import { didYouMean } from '../../terms/index.ts'
import { say } from '../words/say.ts'

export interface Question {
  /** What is asked, such as `Your tests run by`. */
  text: string
  answers: readonly string[]
  usual: string
}

interface Terminal {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
}

/** Asks one after another; Enter takes what stands in brackets. Undefined after Ctrl-C or Ctrl-D. */
export async function ask(
  questions: readonly Question[],
  { input, output }: Terminal,
): Promise<string[] | undefined> {
  const lines = createInterface({ input, output })
  let ended = false
  lines.once('close', () => {
    ended = true
  })
  const prompt = (text: string) => {
    // From Node 24 on, readline refuses a prompt once its input has ended.
    if (ended) output.write(text)
    else {
      lines.setPrompt(text)
      lines.prompt()
    }
  }
  // As an iterator, since a question would lose a line that was typed ahead of it.
  const typed = lines[Symbol.asyncIterator]()
  try {
    const answers: string[] = []
    for (const question of questions) {
      let answer: string | undefined
      while (answer === undefined) {
        prompt(`${question.text} [${question.usual}]: `)
        const { value: text, done } = await typed.next()
        if (done) return undefined
        answer = answerOf(question, text)
        if (answer === undefined) output.write(`${say(refusal(question, text))}\n`)
      }
      answers.push(answer)
    }
    return answers
  } finally {
    lines.close()
  }
}

/** Enough letters of an answer are that answer. */
function answerOf({ answers, usual }: Question, text: string): string | undefined {
  const word = text.trim().toLowerCase()
  if (word === '') return usual
  const begun = answers.filter((one) => one.startsWith(word))
  return answers.find((one) => one === word) ?? (begun.length === 1 ? begun[0] : undefined)
}

function refusal({ answers }: Question, text: string): string {
  const meant = didYouMean(text.trim(), answers)
  return meant === undefined ? `Answer ${answers.join(', ')}.` : `Did you mean ${meant}?`
}
