using Spade.Benchmarks;
using Spade.Benchmarks.InProcess;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Queue;

if (args is [OwnProgram.Verb, .. var program])
    return await OwnPrograms.RunAsync(program);
return args.Contains(InProcessProgram.Word)
    ? await InProcessProgram.RunAsync(args)
    : await BenchmarkProgram.RunAsync(args);
