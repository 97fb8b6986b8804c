global using Credits.Tests.Building;
global using CsCheck;
global using Shouldly;
global using Xunit;
