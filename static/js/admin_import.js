// Shows how far an import is, until it is over.
setTimeout(() => location.reload(), 2000);
