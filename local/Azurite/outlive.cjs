// When the stack is killed, nobody reads Azurite's output any more, and the line it prints on its way out would end it before it has written
// what it still holds in memory. A write to a closed pipe is all that is let pass here.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
