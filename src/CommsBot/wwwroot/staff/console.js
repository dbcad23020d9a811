// WebSockets only and no negotiation: a page that reconnects may meet any node.
Blazor.start({
  circuit: {
    configureSignalR: builder => builder.withUrl('/_blazor', { skipNegotiation: true, transport: 1 }),
  },
});

window.commsbotConsole = {
  toEnd: element => { element.scrollTop = element.scrollHeight; },
};
