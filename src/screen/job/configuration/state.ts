/** State of the tab `configuration`. */
export type ConfigurationState = { readonly top: number };
