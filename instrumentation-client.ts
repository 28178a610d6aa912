import { config } from "zod";

// zod tries `new Function` to see whether it may compile schemas; our content security policy forbids it and would report each try.
config({ jitless: true });
