/**
 * Plays so many rounds, in lanes beside each other; a lane plays its rounds one after the other. After
 * a round that fails no other is begun, and nothing is left running.
 */
export async function playRounds(
  rounds: number,
  lanes: number,
  play: (round: number, lane: number) => Promise<void>,
): Promise<void> {
  let begun = 0;
  let failed = false;
  const run = async (lane: number) => {
    while (begun < rounds && !failed) {
      const round = begun;
      begun += 1;
      await play(round, lane).catch((error) => {
        failed = true;
        throw new Error(`round ${round}: ${error}`, { cause: error });
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => run(lane)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
