package schema

// Base is the address below which each JSON Schema has its own: the "$id" of the schema NAME is Base followed by
// NAME.schema.json. It names the version of the contracts, and isn't looked up: the schemas are in the program
// (`writ schema NAME`) and in the folder schema.
const Base = "https://writ-docs.github.io/writ/schema/v1/"
