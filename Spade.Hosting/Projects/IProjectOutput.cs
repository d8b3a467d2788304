namespace Aspire.Hosting;

/// <summary>Where the build put a project. Ours, not Aspire's: run mode starts what was built, with no <c>dotnet run</c> in between that
/// would cost a second and take the signals.</summary>
public interface IProjectOutput
{
    /// <summary>Path of the assembly that the project was built to.</summary>
    string AssemblyPath { get; }
}
