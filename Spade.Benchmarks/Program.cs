using Spade.Benchmarks;

return args is [OwnPrograms.Verb, .. var program]
    ? await OwnPrograms.RunAsync(program)
    : await BenchmarkProgram.RunAsync(args);
