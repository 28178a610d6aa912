/** Files on their way in. Their bytes never change once staged: the id is their SHA-256. */
export interface StagedFile {
  readonly id: string;
  readonly bytes: number;
}

export interface StagingArea {
  /**
   * Keeps the bytes of a stream. @throws AppError too_large beyond the limit, invalid_input when fewer or more bytes came
   * than announced; nothing is kept then.
   */
  keep(stream: AsyncIterable<Uint8Array>, announcedBytes: number | null): Promise<StagedFile>;
  has(id: string): Promise<boolean>;
}
