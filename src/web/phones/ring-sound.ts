let context: AudioContext | undefined

/** Two short tones. A browser that has not been clicked in yet stays silent. */
export function playRing(): void {
  context ??= new AudioContext()
  const { currentTime, destination } = context
  void context.resume()
  for (const start of [0, 0.28]) {
    const tone = new OscillatorNode(context, { type: 'triangle', frequency: start === 0 ? 784 : 988 })
    const volume = new GainNode(context, { gain: 0 })
    const at = currentTime + start
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(0.15, at + 0.02)
    volume.gain.linearRampToValueAtTime(0, at + 0.22)
    tone.connect(volume).connect(destination)
    tone.start(at)
    tone.stop(at + 0.24)
  }
}
