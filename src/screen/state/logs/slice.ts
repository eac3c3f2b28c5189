/** How long logs are looked through at a time: between two slices keys are answered and frames drawn. */
export const sliceMs = 4;
