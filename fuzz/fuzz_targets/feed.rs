//! Random bytes for `mizan_fuzz::feed`.
#![no_main]
#![allow(missing_docs, unsafe_code)] // what the macro makes
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mizan_fuzz::feed(bytes));
