using CommsBot.Commands;

return await CommandLine.RunAsync(args);
