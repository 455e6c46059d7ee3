/** How loud the microphone is, into a <meter>, ten times a second. */

export class Level {
  #context: AudioContext | undefined;
  #source: MediaStreamAudioSourceNode | undefined;
  #track: MediaStreamTrack | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly meter: HTMLMeterElement) {}

  show(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.stop();
    this.#track = track;
    if (!track) return;
    this.#context ??= new AudioContext();
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 512;
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      this.meter.value = track.enabled ? Math.min(1, Math.sqrt(power) * 4) : 0;
    }, 100);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#source?.disconnect();
    this.#track = null;
    this.meter.value = 0;
  }
}
