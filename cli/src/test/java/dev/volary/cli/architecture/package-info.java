/// The rules of the code as tests: who may import whom, where effects are allowed, how large things
/// get.
package dev.volary.cli.architecture;
