/** What keeps a request from verifying. The codes are stable: programs may rely on them. */
export type Cause = BodyCause | SecretCause | HeaderCause | TimeCause | UrlCause | 'other_scheme' | 'method'

/** The bytes are not those that were signed. */
export type BodyCause =
  /** Parsed and written again: white space differs. */
  | 'body_reserialized'
  /** Characters stand as `\uXXXX`, or no longer do. */
  | 'body_unicode_escapes'
  /** `/` stands as `\/`, or no longer does. */
  | 'body_slash_escapes'
  /** `1.0` became `1`, or the like. */
  | 'body_number_forms'
  /** Members stand in another order. */
  | 'body_key_order'
  /** One line end more or less at the end. */
  | 'body_trailing_newline'
  /** CRLF became LF, or the other way round. */
  | 'body_line_endings'
  /** White space around the body was added or lost. */
  | 'body_surrounding_space'
  /** A byte order mark was added or lost. */
  | 'body_bom'
  /** Decoded by one charset and encoded by another. */
  | 'body_charset'
  /** A form became JSON, JSON a form, or a form was encoded anew. */
  | 'body_form'
  /** Compressed bytes, where the inflated ones were signed. */
  | 'body_compressed'
  /** Inflated bytes, where the compressed ones were signed. */
  | 'body_decompressed'
  /** The body in base64, as some gateways hand it on. */
  | 'body_base64'
  /** `JSON.stringify` of a `Buffer`. */
  | 'body_buffer_json'
  /** `JSON.stringify` of a text that was JSON already. */
  | 'body_double_encoded'

/** The secret is not the one that signed, or is read in another way. */
export type SecretCause =
  | 'secret_white_space'
  | 'secret_quotes'
  /** `whsec_` is missing or too much. */
  | 'secret_prefix'
  /** Base64 or hexadecimal taken as text, or the reverse. */
  | 'secret_encoding'
  /** The name of the variable stands before it, as in `NAME=value`. */
  | 'secret_assignment'
  /** Several, given as one text with commas. */
  | 'secret_list'
  /** The secret of another endpoint made the signature. */
  | 'secret_other_endpoint'

/** The signature, or what is signed with it, stands elsewhere or otherwise. */
export type HeaderCause =
  | 'header_names'
  | 'header_repeated'
  | 'signature_header'
  | 'signature_prefix'
  | 'signature_encoding'
  | 'signature_quotes'
  | 'id_header'
  | 'timestamp_header'

/** The signature is right, and the timestamp is not. */
export type TimeCause = 'clock_skew' | 'timestamp_unit'

/** Another URL was signed than the receiver believes. */
export type UrlCause =
  'url_scheme' | 'url_host' | 'url_port' | 'url_path' | 'url_trailing_slash' | 'url_query'
