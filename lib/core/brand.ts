declare const brand: unique symbol;

/** A value that has been parsed; `as` casts to it are allowed only beside its parser or in a repository's mapper. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
