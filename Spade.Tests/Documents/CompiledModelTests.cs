using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;
using Spade.Documents.Schema;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

public sealed class CompiledModelTests
{
    private const string Optimize =
        "dotnet ef dbcontext optimize --project Spade.Documents --output-dir CompiledModel --namespace Spade.Documents.CompiledModel";

    [Fact]
    public void The_compiled_model_is_up_to_date()
    {
        var folder = Directory.CreateTempSubdirectory("spade-compiled-model-");
        try
        {
            var generated = Generate(folder.FullName);
            var kept = Directory.GetFiles(Repository.PathOf("Spade.Documents", "CompiledModel"), "*.cs");
            Assert.Equal(generated.Select(Path.GetFileName).Order(), kept.Select(Path.GetFileName).Order());
            foreach (var file in kept)
            {
                Assert.True(
                    Read(file) == Read(Path.Combine(folder.FullName, Path.GetFileName(file))),
                    $"{Path.GetFileName(file)} is not what the model generates: {Optimize}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Services_use_the_compiled_model()
    {
        using var context = new SpadeDbContextFactory().CreateDbContext([]);
        Assert.Equal("Spade.Documents.CompiledModel.SpadeDbContextModel", context.Model.GetType().FullName);
    }

    // Each generation has a model id of its own.
    private static string Read(string file) => Regex.Replace(File.ReadAllText(file), """new Guid\(".*?"\)""", "");

    // What `dotnet ef dbcontext optimize` does, within this process.
    private static IReadOnlyList<string> Generate(string folder)
    {
        using var context = new SpadeDbContextFactory().CreateDbContext([]);
        var services = new ServiceCollection();
#pragma warning disable EF1001 // The provider's part of the tool is in an internal namespace.
        new NpgsqlDesignTimeServices().ConfigureDesignTimeServices(services);
#pragma warning restore EF1001
        services.AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(context);
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        return scope.ServiceProvider.GetRequiredService<ICompiledModelScaffolder>().ScaffoldModel(
            context.GetService<IDesignTimeModel>().Model,
            folder,
            new CompiledModelCodeGenerationOptions
            {
                ContextType = typeof(SpadeDbContext),
                ModelNamespace = "Spade.Documents.CompiledModel",
                Language = "C#",
                UseNullableReferenceTypes = true,
            });
    }
}
