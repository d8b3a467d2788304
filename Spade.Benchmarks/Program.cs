using Spade.Benchmarks;
using Spade.Benchmarks.InProcess;

if (args is [OwnPrograms.Verb, .. var program])
    return await OwnPrograms.RunAsync(program);
return args.Contains(InProcessProgram.Word)
    ? await InProcessProgram.RunAsync(args)
    : await BenchmarkProgram.RunAsync(args);
